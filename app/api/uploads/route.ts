import { operatorRoute } from "@/lib/auth/guards";
import { slotFor } from "@/lib/deliveries/commands";
import { deliveryQuery } from "@/lib/deliveries/types";
import { readInput } from "@/lib/input";
import { answerUpload } from "@/lib/storage/uploads";

/** Begins an upload by the tus protocol, for a file that is to be handed in: its metadata say what it is. */
export const POST = operatorRoute("deliveries", (operator, request) =>
  answerUpload(request, operator.id, { check }),
);

const check = async (said: object) => void (await slotFor(readInput(deliveryQuery, said)));
