//! Words of the open pages: start page, partners, what the service says of itself.

use super::texts;

texts! {
    HOME_TITLE: "Gå ut tillsammans för en tryggare stad", "Walk together for a safer city";
    HOME_LEAD: "Föreningar, nattvandrare, grannsamverkan och trossamfund gör staden tryggare tillsammans. Här hittar du pass att gå, och din organisation planerar sina.", "Associations, night walkers, neighbourhood watches and faith communities make the city safer together. Find shifts to walk here, and let your organisation plan its own.";
    HELLO: "Hej {name}", "Hello {name}";
    NEXT_SHIFT: "Ditt nästa pass", "Your next shift";
    NO_NEXT_SHIFT: "Du har inga kommande pass. Se vad som behöver folk.", "You have no upcoming shifts. See what needs people.";
    NEEDS_PEOPLE: "Behöver folk", "Needs people";
    OPEN_SHIFTS: "Kommande pass", "Upcoming shifts";
    NO_OPEN_SHIFTS: "Inga öppna pass att visa just nu. Logga in för att se passen i dina organisationer.", "No open shifts to show right now. Log in to see the shifts of your organisations.";
    NO_NEEDS: "Inga pass saknar folk just nu.", "No shift is short of people right now.";
    ALL_SHIFTS: "Visa alla pass", "Show all shifts";
    HOW_TITLE: "Så kommer du igång", "How to get started";
    HOW_ACCOUNT: "Skapa ett konto. Det räcker med namn och e-postadress.", "Create an account. A name and an e-mail address are enough.";
    HOW_JOIN: "Gå med i en organisation med en länk eller inbjudan, eller anmäl din egen till staden.", "Join an organisation by link or invitation, or register your own with the city.";
    HOW_WALK: "Välj ett pass och tryck på Jag kommer. Ni är alltid minst två vuxna.", "Choose a shift and press I'm coming. You are always at least two adults.";
    PARTNER_LINK: "Se stadens partner", "See the city's partners";
    PARTNERS_LEAD: "Organisationer som staden har godkänt och som har valt att synas här.", "Organisations that the city has approved and that chose to be listed here.";
    ONE_PARTNER: "{n} partner", "{n} partner";
    MANY_PARTNERS: "{n} partner", "{n} partners";
    NO_PARTNERS: "Ingen partner syns här ännu. Din organisation kan bli den första.", "No partner is listed yet. Your organisation could be the first.";
    JOIN_THEM: "Vill du gå med i någon av dem? Be dem om en länk. Vill ni själva bli partner, anmäl er organisation.", "Want to join one of them? Ask them for a link. To become a partner yourselves, register your organisation.";
    NEED_ONE: "Behöver {n} till", "Needs {n} more";
    NEED_OTHER: "Behöver {n} till", "Needs {n} more";
    FREE_ONE: "{n} plats kvar", "{n} place left";
    FREE_OTHER: "{n} platser kvar", "{n} places left";
    FULL: "Fullt", "Full";
    CITY_TASKS: "Stadens ansökningar", "The city's applications";
    PLAN_FOR: "Planera för {name}", "Plan for {name}";

    ABOUT_LEAD: "Lykta är stadens plattform för ideella organisationer som bidrar till tryggheten. Organisationerna anmäler sig, staden godkänner dem som partner, medlemmarna anmäler sig till pass och påminns med e-post.", "Lykta is the city's platform for volunteer organisations that contribute to safety. Organisations register, the city approves them as partners, members sign up for shifts and are reminded by e-mail.";
    ABOUT_RULES: "Det här gäller alltid", "What always holds";
    ABOUT_ALONE: "Vi går aldrig ensamma. Ett pass behöver minst två vuxna.", "We never walk alone. A shift needs at least two adults.";
    ABOUT_112: "Pågår det ett brott eller är någon i fara ringer vi 112. Annars 114 14.", "If a crime is under way or somebody is in danger, we call 112. Otherwise 114 14.";
    ABOUT_PLACES: "Vi skriver om platsen, inte om personer.", "We write about the place, not about persons.";
    ABOUT_GUARDS: "Den som går är medmänniska och god förebild, inte polis.", "Those who walk are fellow humans and good examples, not police.";
    ABOUT_SPACES: "Organisationens medlemmar och scheman är organisationens. Staden ser dem inte.", "An organisation's members and schedules are its own. The city does not see them.";
    ABOUT_CITY: "Vem står bakom", "Who is behind it";
    ABOUT_CITY_TEXT: "Sundbybergs stad ansvarar för tjänsten och samverkar med Polisen. Har du frågor, ring stadens växel och fråga efter trygghetssamordnaren.", "The City of Sundbyberg is responsible for the service and works together with the Police. With questions, call the city and ask for the safety coordinator.";

    PRIVACY_LEAD: "Vi sparar så lite som möjligt om dig, och aldrig personnummer.", "We keep as little about you as possible, and never a personal identity number.";
    PRIVACY_WHAT: "Vad vi sparar", "What we keep";
    PRIVACY_ACCOUNT: "Ditt namn (ett tilltalsnamn räcker), din e-postadress, språk och, om du vill, ett telefonnummer.", "Your name (a first name is enough), your e-mail address, language and, if you wish, a phone number.";
    PRIVACY_MEMBER: "Vilka organisationer du är med i, dina roller där och om du är över eller under 18 år.", "Which organisations you are in, your roles there, and whether you are over or under 18.";
    PRIVACY_SHIFTS: "Vilka pass du är anmäld till.", "Which shifts you are signed up for.";
    PRIVACY_LOG: "Vilka enheter du är inloggad på, och en logg över viktiga ändringar.", "Which devices you are signed in on, and a log of important changes.";
    PRIVACY_WHO: "Vem som ser det", "Who sees it";
    PRIVACY_WHO_ORG: "De som planerar i din organisation ser ditt namn och dina pass där. E-postadressen ser bara den organisationsansvariga.", "Those who plan in your organisation see your name and your shifts there. Only its administrator sees your e-mail address.";
    PRIVACY_WHO_SHIFT: "De du går med ser ditt namn. Telefonnumret visas bara om du har valt det, från ett dygn före passet till tolv timmar efter.", "Those you walk with see your name. Your phone number is shown only if you chose so, from a day before the shift until twelve hours after.";
    PRIVACY_WHO_CITY: "Staden ser vilka organisationer som är partner och deras kontaktperson, men inte vilka medlemmarna är.", "The city sees which organisations are partners and their contact person, but not who the members are.";
    PRIVACY_FAITH: "Medlemskap som säger något om tro eller andra känsliga förhållanden skyddas särskilt: staden ser bara antal, och mejlen nämner inte organisationens namn.", "Membership that says something about belief or other sensitive matters is specially protected: the city only sees numbers, and e-mails don't name the organisation.";
    PRIVACY_BASIS: "Varför vi får det", "Why we may";
    PRIVACY_BASIS_TEXT: "Staden är personuppgiftsansvarig för konton och partneransökningar och gör det som en uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen). Varje organisation ansvarar för sina medlemmar och scheman. Telefonnummer visas med ditt samtycke, som du tar tillbaka på ditt konto.", "The city is the controller for accounts and partner applications, as a task in the public interest (article 6.1 e of the GDPR). Each organisation is responsible for its members and schedules. Phone numbers are shown with your consent, which you withdraw in your account.";
    PRIVACY_RIGHTS: "Dina rättigheter", "Your rights";
    PRIVACY_RIGHTS_TEXT: "Du kan få veta vad som finns om dig, få det rättat eller raderat och invända. Vänd dig till stadens dataskyddsombud. Är du missnöjd kan du klaga hos Integritetsskyddsmyndigheten (IMY).", "You can learn what is kept about you, have it corrected or erased, and object. Contact the city's data protection officer. If you are not satisfied you can complain to the Swedish Authority for Privacy Protection (IMY).";

    A11Y_LEAD: "Alla ska kunna använda Lykta. Den här sidan beskriver hur vi arbetar för att följa lagen om tillgänglighet till digital offentlig service, och vad som ännu brister.", "Everybody should be able to use Lykta. This page describes how we work to follow the Swedish act on accessible digital public services, and what still falls short.";
    A11Y_STATE: "Hur tillgänglig tjänsten är", "How accessible the service is";
    A11Y_STATE_TEXT: "Vi bygger efter WCAG 2.2 nivå AA. Tjänsten är ny och har ännu inte granskats av någon oberoende, så vi kan inte säga att den är helt förenlig med kraven.", "We build to WCAG 2.2 level AA. The service is new and has not been reviewed independently yet, so we cannot say that it fully meets the requirements.";
    A11Y_DONE: "Det här har vi gjort", "What we have done";
    A11Y_KEYBOARD: "Allt går att göra med tangentbord, och det syns var du är.", "Everything can be done by keyboard, and you can see where you are.";
    A11Y_READER: "Rubriker, formulär och besked är gjorda för skärmläsare.", "Headings, forms and messages are made for screen readers.";
    A11Y_ZOOM: "Sidorna går att förstora till 400 procent och fungerar på en smal skärm.", "Pages can be enlarged to 400 per cent and work on a narrow screen.";
    A11Y_COLOUR: "Färg är aldrig det enda som bär en betydelse. Kontrasten är uträknad för ljust, mörkt och natt.", "Colour is never the only carrier of meaning. Contrast has been computed for light, dark and night.";
    A11Y_MISSING: "Det här brister", "What falls short";
    A11Y_MISSING_TEXT: "Vi har inte provat tillräckligt med olika skärmläsare. Tjänsten behöver JavaScript. Text finns på svenska och engelska, ännu inte på lättläst svenska, finska eller teckenspråk.", "We have not tested enough with different screen readers. The service needs JavaScript. Texts are in Swedish and English, not yet in easy-to-read Swedish, Finnish or sign language.";
    A11Y_TELL: "Säg till om något inte fungerar", "Tell us if something does not work";
    A11Y_TELL_TEXT: "Ring stadens växel och fråga efter trygghetssamordnaren, så hjälper vi dig och ser till att felet rättas. Får du inget svar kan du anmäla till Myndigheten för digital förvaltning (Digg).", "Call the city and ask for the safety coordinator; we help you and see to it that the fault is mended. If you get no answer you can report it to the Agency for Digital Government (Digg).";

    COOKIES_LEAD: "Vi sparar bara det som tjänsten behöver för att fungera. Därför frågar vi inte om samtycke. Ingen mäter vad du gör.", "We only store what the service needs to work. That is why we don't ask for consent. Nobody measures what you do.";
    COOKIES_NAME: "Namn", "Name";
    COOKIES_WHY: "Varför", "Why";
    COOKIES_LONG: "Hur länge", "How long";
    COOKIE_AT: "Kaka: visar att du är inloggad", "Cookie: shows that you are signed in";
    COOKIE_AT_LONG: "Några minuter, förnyas medan du använder tjänsten", "A few minutes, renewed while you use the service";
    COOKIE_RT: "Kaka: förnyar inloggningen", "Cookie: renews the sign-in";
    COOKIE_RT_LONG: "Tills du loggar ut eller inte har använt tjänsten på länge", "Until you sign out or have not used the service for long";
    COOKIE_LANG: "Kaka: ditt språk", "Cookie: your language";
    COOKIE_YEAR: "Ett år", "One year";
    STORE_THEME: "I webbläsaren: utseendet du har valt", "In the browser: the appearance you chose";
    STORE_FOREVER: "Tills du ändrar det eller rensar webbläsaren", "Until you change it or clear the browser";
    STORE_IN: "I webbläsaren: att någon är inloggad, och när inloggningen förnyades", "In the browser: that somebody is signed in, and when that was renewed";
    STORE_OUT: "Tills du loggar ut", "Until you sign out";
    STORE_LINK: "I webbläsaren: en inbjudan du har öppnat men inte svarat på", "In the browser: an invitation you opened but have not answered";
    STORE_LINK_LONG: "Tills du har svarat eller loggar ut", "Until you answer or sign out";
    STORE_DRAFT: "I fliken: det du har skrivit men inte skickat, och vilken roll du har valt", "In the tab: what you typed but have not sent, and the role you chose";
    STORE_TAB: "Tills du stänger fliken eller loggar ut", "Until you close the tab or sign out";
}
