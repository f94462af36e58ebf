// Somebody who has a keyboard and no mouse: goes by keys alone, and must always see where the focus is.

import assert from "node:assert/strict";

/** More presses of Tab than any page of ours asks for. */
const ENOUGH = 120;

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** Presses a key; what has the focus afterwards must be seen. */
  async press(key) {
    await this.page.keyboard.press(key);
    await this.seen();
  }

  /** Types into what has the focus. */
  async type(text) {
    await this.page.keyboard.type(text);
    await this.seen();
  }

  /** Goes on by Tab (or another key) until this has the focus. */
  async to(target, key = "Tab") {
    await target.first().waitFor();
    for (let presses = 0; presses < ENOUGH; presses += 1) {
      if (await this.isAt(target)) return;
      await this.press(key);
    }
    assert.fail(`${target} is not reached by ${key}`);
  }

  /** Goes there and presses Enter. */
  async enter(target) {
    await this.to(target);
    await this.page.keyboard.press("Enter");
  }

  /** Goes to a field and types; what stood there is replaced. */
  async fill(target, text) {
    await this.to(target);
    await this.page.keyboard.press("Control+a");
    await this.type(text);
  }

  /** Goes to a list of choices and picks by its first letters. */
  async pick(target, text) {
    await this.to(target);
    await this.type(text);
    const chosen = await target.evaluate((list) => list.selectedOptions[0].textContent.trim());
    assert.equal(chosen, text, "typing picks in a list of choices");
  }

  async isAt(target) {
    const handles = await target.elementHandles();
    for (const handle of handles) {
      if (await handle.evaluate((element) => element === document.activeElement)) return true;
    }
    return false;
  }

  /** After a change of page the focus is on its heading. */
  async atHeading(words) {
    await this.page.locator("main h1", { hasText: words }).waitFor();
    await this.page.waitForFunction(() => document.activeElement?.matches("main h1"));
    await this.seen();
  }

  /** The live region says this. */
  async hears(words) {
    await this.page.locator("#status", { hasText: words }).waitFor({ state: "attached" });
  }

  /** What has the focus shows it, and nothing lies over it. */
  async seen() {
    const fault = await this.page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      const held = document.activeElement;
      if (!held || held === document.body || held.id === "main") return "";
      const name = `${held.tagName} ${held.id} "${held.textContent.trim().slice(0, 40)}"`;
      // A tick without a frame of its own shows the focus on itself all the same.
      const style = getComputedStyle(held);
      const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      if (!ringed && style.boxShadow === "none") return `no sign of focus on ${name}`;
      const box = held.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, innerHeight / 3)];
      if (box.width > 0 && (y < 0 || y > innerHeight)) return `${name} has the focus out of sight`;
      const over = document.elementFromPoint(x, y);
      const covered = over && !held.contains(over) && !over.contains(held) && over.closest(".bar, .top, .day, .sticky");
      return covered ? `${name} lies under .${covered.className}` : "";
    });
    assert.equal(fault, "");
  }
}
