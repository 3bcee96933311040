import assert from "node:assert/strict";
import { test } from "node:test";
import { Booking, TimeTaken } from "../src/booking.js";
import { Refused } from "../src/open-dental.js";
import { Office } from "./office.js";

const ALLEN = 11;
const ALMA = 12;
const TUESDAY = "2026-03-03";

test("a new patient is registered once", async (t) => {
  const office = await Office.open(t);
  const booking = new Booking(office.client());
  const ana = { LName: "Rivera", FName: "Ana", Birthdate: "1984-02-29", WirelessPhone: "(503)555-0199" };

  assert.equal(await booking.patient(ana), await booking.patient(ana));
  await office.verify({ method: "POST", path: "patients", times: 1 });
});

test("a free time is booked, moved and cancelled, as the strictest office likes it", async (t) => {
  const office = await Office.open(t, { conduct: "strict" });
  const booking = new Booking(office.client());
  const [morning, afternoon] = await booking.freeTimes(TUESDAY);
  assert(morning && afternoon);

  const booked = await booking.book(ALLEN, morning);
  const moved = await booking.move(booked.AptNum, afternoon);
  assert.equal(moved.AptDateTime, afternoon.DateTimeStart);
  const cancelled = await booking.cancel(booked.AptNum);

  assert.equal(cancelled.AptStatus, "UnschedList");
  assert.deepEqual(await office.lint(), []);
});

test("nothing is free where nobody works tomorrow", async (t) => {
  const office = await Office.open(t);
  await office.seed({ remove: { schedules: { SchedDate: "tomorrow", SchedType: "Provider" } } });

  assert.deepEqual(await new Booking(office.client()).freeTimes(TUESDAY), []);
});

test("a time that somebody else took meanwhile is told as taken", async (t) => {
  const office = await Office.open(t, { preferences: { ApptsAllowOverlap: 0 } });
  const booking = new Booking(office.client());
  const [slot] = await booking.freeTimes(TUESDAY);
  assert(slot);
  await booking.book(ALMA, slot);

  await assert.rejects(booking.book(ALLEN, slot), TimeTaken);
});

test("a throttled client waits as long as it is told to", async (t) => {
  const office = await Office.open(t, { mode: "remote", throttle_clock: "office", queue_depth: 0 });
  const booking = new Booking(office.client());
  await booking.freeTimes(TUESDAY);
  await booking.appointments(ALLEN);

  assert.deepEqual((await office.requests()).map((request) => request.status), [200, 429, 200]);
});

const TROUBLES = {
  "a lost answer": { kind: "answer_lost" },
  "a gateway that is down": { kind: "respond", status: 503, headers: { "Retry-After": "30" }, body: "<h1>Back soon</h1>" },
} as const;

for (const [trouble, fault] of Object.entries(TROUBLES)) {
  test(`one appointment is booked in spite of ${trouble}`, async (t) => {
    const office = await Office.open(t);
    const booking = new Booking(office.client());
    const [slot] = await booking.freeTimes(TUESDAY);
    assert(slot);
    await office.addFault({ ...fault, method: "POST", path: "appointments", times: 1 });

    await booking.book(ALLEN, slot);

    await office.verify({ method: "POST", path: "appointments", status: 201, body: { PatNum: ALLEN }, times: 1 });
  });
}

test("an outage is told in the office's words", async (t) => {
  const office = await Office.open(t);
  await office.addFault({ kind: "econnector_down" });

  const asked = new Booking(office.client()).freeTimes(TUESDAY);
  await assert.rejects(asked, (error) => error instanceof Refused && /eConnector is not running/.test(error.message));
});
