/** Seeded checks at the desk: which photos could be one, those there are, and how each person accepts. */
export { readCandidates, type Candidate } from './candidates';
export { defineSeed, NewSeed, retireSeed } from './define';
export { markTighteningSeen, relaxOversight } from './relax';
export { readSeed, readSeeds, type AnsweredSeed, type SeedResult } from './results';
export { readStanding, readStandings, readUnseenTightenings, type Standing } from './standings';
