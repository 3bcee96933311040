// Books the first open slot, is refused, and breaks the appointment, by a client that @hey-api/openapi-ts generated.
import { breakAppointment, createAppointment, getAppointmentSlots } from "./generated/sdk.gen";
import { client } from "./generated/client.gen";
import type { AptStatus } from "./generated/types.gen";

declare const process: { argv: string[] };
const [, , server, key] = process.argv;
client.setConfig({ baseUrl: `${server}/api/v1`, auth: () => key });

async function main(): Promise<void> {
  const slots = await getAppointmentSlots({ query: { ProvNum: 1, OpNum: 1 } });
  const slot = slots.data?.[0];
  if (!slot) throw new Error(JSON.stringify(slots.error));
  const booked = await createAppointment({ body: { PatNum: 11, Op: slot.OpNum, AptDateTime: slot.DateTimeStart } });
  if (!booked.data) throw new Error(JSON.stringify(booked.error));
  const status: AptStatus = booked.data.AptStatus;
  const refused = await createAppointment({ body: { PatNum: 999999, Op: 1, AptDateTime: slot.DateTimeStart } });
  const why: string | undefined = refused.error;
  const broken = await breakAppointment({ path: { AptNum: booked.data.AptNum }, body: { sendToUnscheduledList: "false" } });
  console.log(JSON.stringify({ at: booked.data.AptDateTime, status, why, broken: broken.response?.status }));
}

main();
