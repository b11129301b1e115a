"use server";
import { operatorAction } from "@/lib/auth/guards";
import { addPartner, addUser, deactivatePartner, setUserActive } from "./commands";
import { newPartner, newUser, partnerChosen, userState } from "./types";

export const addPartnerAction = operatorAction(newPartner, (operator, partner) =>
  addPartner(operator, partner, new Date()),
);

export const addUserAction = operatorAction(newUser, (operator, user) =>
  addUser(operator, user, new Date()),
);

export const setUserActiveAction = operatorAction(userState, (operator, { userId, active }) =>
  setUserActive(operator, userId, active, new Date()),
);

export const deactivatePartnerAction = operatorAction(partnerChosen, (operator, { partnerId }) =>
  deactivatePartner(operator, partnerId, new Date()),
);
