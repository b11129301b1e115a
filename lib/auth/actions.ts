"use server";
import { z } from "zod";
import { signOutEverywhere } from "./commands";
import { viewerAction } from "./guards";

/** For a lost computer or a link in the wrong hands. The page then goes to sign in. */
export const signOutEverywhereAction = viewerAction(z.object({}), (viewer) =>
  signOutEverywhere(viewer),
);
