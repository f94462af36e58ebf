//! Shifts of several organisations: asking others, and answering.

use super::texts;

texts! {
    TITLE: "Gemensamt pass", "Shared shift";
    INTRO: "Fråga andra föreningar om de vill gå med. Varje förening får egna platser. Ni ser hur många de är, men inte vilka. Den som leder passet ser alla som ska vara med.", "Ask other organisations to walk along. Each gets places of its own. You see how many they are, not who. Whoever leads the shift sees everybody on it.";
    OWN: "Er förening: {used} av {places} platser", "Your organisation: {used} of {places} places";
    GUEST: "{used} av {places} platser", "{used} of {places} places";
    INVITED: "Har inte svarat", "Has not answered";
    ACCEPTED: "Går med", "Walks along";
    DECLINED: "Har tackat nej", "Has declined";
    WITHDRAWN: "Är inte med längre", "Does not walk along any more";
    WHO: "Förening", "Organisation";
    PLACES: "Antal platser", "Number of places";
    RELEASE: "Lediga platser blir allas så många timmar före", "Unused places are everybody's so many hours ahead";
    RELEASE_HINT: "0 betyder när passet börjar.", "0 means when the shift begins.";
    ASK: "Spara och fråga", "Save and ask";
    SAVED: "Det gemensamma passet är sparat.", "The shared shift has been saved.";
    REMOVE: "Ta bort", "Take out";
    REMOVE_ONE: "Ta bort, {n} anmäld får besked", "Take out, {n} person is told";
    REMOVE_OTHER: "Ta bort, {n} anmälda får besked", "Take out, {n} people are told";
    NOBODY: "Det finns ingen annan partner att fråga.", "There is no other partner to ask.";
    ASKED_TITLE: "Gemensamma pass", "Shared shifts";
    ASKED_BY: "{host} frågar om ni vill gå med. Ni får {places} egna platser.", "{host} asks you to walk along. You get {places} places of your own.";
    ALONG: "Ni går med {host}. {used} av era {places} platser är tagna.", "You walk along with {host}. {used} of your {places} places are taken.";
    SEEN: "Den som leder passet och de andra på det ser dina medlemmars namn, men inte att de hör till er.", "Whoever leads the shift, and the others on it, see your members’ names, but not that they belong to you.";
    RELEASED_AT: "Platser ni inte har tagit blir allas {when}.", "Places you have not taken are everybody’s from {when}.";
    ACCEPT: "Gå med", "Walk along";
    DECLINE: "Tacka nej", "Decline";
    WITHDRAW: "Lämna passet", "Leave the shift";
    WITHDRAW_ONE: "Lämna passet, {n} anmäld får besked", "Leave the shift, {n} person is told";
    WITHDRAW_OTHER: "Lämna passet, {n} anmälda får besked", "Leave the shift, {n} people are told";
    DID_ACCEPT: "Ni går med. Medlemmarna kan anmäla sig nu.", "You walk along. Members can sign up now.";
    DID_LEAVE: "Ni är inte med på passet.", "You are not on the shift.";
}
