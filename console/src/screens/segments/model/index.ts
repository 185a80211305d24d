export * from "./rule";
export * from "./tree";
export { NOTHING, type Names, type Option, type Vocabulary, calledBy, isId, optionsOf } from "./names";
export { type Bit, type Phrase, bitOf, bits, isFinished, sentence } from "./phrase";
export { kindText, yuan } from "./parts";
export { type Telling, spoken, tell, unfinished } from "./tell";
export { AREAS, type Area, type Offer, OFFERS } from "./fresh";
export { idsIn } from "./ids";
