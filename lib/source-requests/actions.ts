"use server";
import { operatorAction, partnerAction } from "@/lib/auth/guards";
import { changeSourceRequest, createSourceRequest, keepSelection } from "./commands";
import { newSelection, newSourceRequest, sourceRequestChange } from "./types";

/** For more than 50 ticked requests: a link that holds them all. */
export const keepSelectionAction = partnerAction(newSelection, (user, { requests }) =>
  keepSelection(user, requests, new Date()),
);

export const createSourceRequestAction = operatorAction(newSourceRequest, (operator, request) =>
  createSourceRequest(operator, request, new Date()),
);

export const changeSourceRequestAction = operatorAction(sourceRequestChange, (operator, change) =>
  changeSourceRequest(operator, change, new Date()),
);
