/** What a booking page does for a patient: find times, book one, move it, cancel it. */

import { OpenDental, Refused } from "./open-dental.js";

const MINUTES_OF_A_MARK = 5;
const SCHEDULED = "Scheduled";
/** How refusals begin where somebody else was quicker. */
const TAKEN = ["Not allowed to double book", "Appointment overlaps"];

export interface Person {
  LName: string;
  FName: string;
  /** yyyy-MM-dd */
  Birthdate: string;
  WirelessPhone?: string;
}

/** A range in which a provider has a room free, in the office's own time. */
export interface Slot {
  DateTimeStart: string;
  DateTimeEnd: string;
  ProvNum: number;
  OpNum: number;
}

/** What of an appointment this client uses. */
export interface Appointment {
  AptNum: number;
  PatNum: number;
  AptStatus: string;
  AptDateTime: string;
  ProvNum: number;
  Op: number;
}

export class TimeTaken extends Error {
  override readonly name = "TimeTaken";
}

export class Booking {
  readonly #office: OpenDental;

  constructor(office: OpenDental) {
    this.#office = office;
  }

  /** The number of a patient. Who is new is registered. */
  async patient(person: Person): Promise<number> {
    const { WirelessPhone: _, ...query } = person;
    const known = async () => {
      // The search is for names that begin so.
      const rows = await this.#office.get<(Person & { PatNum: number })[]>("patients", query);
      return rows.find((row) => row.LName === person.LName && row.FName === person.FName)?.PatNum;
    };
    const register = async () => (await this.#office.post<{ PatNum: number }>("patients", person)).PatNum;
    return (await known()) ?? this.#office.surely(register, known);
  }

  /** The free ranges of a day (yyyy-MM-dd) that are long enough. */
  freeTimes(date: string, minutes = 30): Promise<Slot[]> {
    return this.#office.get("appointments/Slots", { date, lengthMinutes: minutes });
  }

  /** Books the beginning of a free range: once, even where the answer is lost. Throws TimeTaken. */
  book(patient: number, slot: Slot, minutes = 30): Promise<Appointment> {
    const body = { PatNum: patient, Pattern: "X".repeat(minutes / MINUTES_OF_A_MARK), ...placeOf(slot) };
    return this.#office.surely(
      () => unlessTaken(this.#office.post<Appointment>("appointments", body)),
      async () => (await this.appointments(patient)).find((own) => isAt(own, slot)),
    );
  }

  /** Brings an appointment to the beginning of another free range. Throws TimeTaken. */
  move(appointment: number, slot: Slot): Promise<Appointment> {
    return this.#change(`appointments/${appointment}`, placeOf(slot), (own) => isAt(own, slot));
  }

  /** Takes an appointment off the book. The office finds it on its unscheduled list. */
  cancel(appointment: number): Promise<Appointment> {
    const body = { sendToUnscheduledList: "true" };
    return this.#change(`appointments/${appointment}/Break`, body, (own) => own.AptStatus !== SCHEDULED);
  }

  /** What a patient has on the book. */
  appointments(patient: number): Promise<Appointment[]> {
    return this.#office.get("appointments", { PatNum: patient, AptStatus: SCHEDULED });
  }

  /** Changes an appointment once, and reads it back. */
  #change(path: string, body: object, isDone: (own: Appointment) => boolean): Promise<Appointment> {
    const read = () => this.#office.get<Appointment>(path.replace("/Break", ""));
    const change = async () => {
      await unlessTaken(this.#office.put(path, body));
      return read();
    };
    return this.#office.surely(change, async () => {
      const own = await read();
      return isDone(own) ? own : undefined;
    });
  }
}

/** The fields of an appointment at the beginning of a free range. */
function placeOf(slot: Slot): Pick<Appointment, "AptDateTime" | "ProvNum" | "Op"> {
  return { AptDateTime: slot.DateTimeStart, ProvNum: slot.ProvNum, Op: slot.OpNum };
}

function isAt(own: Appointment, slot: Slot): boolean {
  return own.AptDateTime === slot.DateTimeStart && own.Op === slot.OpNum;
}

/** Tells a time that is taken from other refusals. */
async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Refused && TAKEN.some((words) => error.message.startsWith(words))) {
      throw new TimeTaken(error.message, { cause: error });
    }
    throw error;
  }
}
