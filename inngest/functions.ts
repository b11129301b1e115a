import { recalculateNewlyAddedFunction } from "./recalculate-newly-added";
import { sweepLostWorkFunction } from "./sweep-lost-work";

/** Every function that the app serves to its jobs' engine; one a file. */
export const functions = [recalculateNewlyAddedFunction, sweepLostWorkFunction];
