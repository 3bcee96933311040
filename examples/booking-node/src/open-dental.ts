/** Requests to the API of one office. What it sends back is JSON; a refusal is a text. */

const ATTEMPTS = 4;
/** Milliseconds to wait for an answer: the API itself gives up after 60 seconds. */
const TIMEOUT = 65_000;
const THROTTLED = 429;
/** Statuses of gateways, which do not tell whether the office did what it was asked. */
const UNANSWERED = [502, 503, 504];

export type Query = Record<string, string | number>;
export type Wait = (seconds: number) => Promise<unknown>;

/** The office refused a request; the message is its words. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** No answer of the office came: it may have done what it was asked, or not. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  /** Seconds that a gateway asks to wait, 0 where it does not say. */
  readonly retryAfter: number;

  constructor(text: string, retryAfter = 0, options?: ErrorOptions) {
    super(text, options);
    this.retryAfter = retryAfter;
  }
}

export class OpenDental {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #wait: Wait;

  /** `authorization` is `ODFHIR {developer}/{customer}`; tests pass a `wait` that takes no time. */
  constructor(url: string, authorization: string, wait: Wait = sleep) {
    this.#url = url;
    // The documentation wants a Content-Type of every request, GET too.
    this.#headers = { Authorization: authorization, "Content-Type": "application/json" };
    this.#wait = wait;
  }

  /** Reads. What gets no answer is asked again, as reading changes nothing. */
  get<T>(path: string, query: Query = {}): Promise<T> {
    const names = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const target = names.size ? `${path}?${names}` : path;
    return this.surely(
      () => this.#send<T>("GET", target),
      async () => undefined,
    );
  }

  /** Creates. Throws Unanswered where it may have been created. */
  post<T>(path: string, body: object): Promise<T> {
    return this.#send<T>("POST", path, body);
  }

  /** Changes. Throws Unanswered where it may have been changed. */
  put(path: string, body: object): Promise<unknown> {
    return this.#send("PUT", path, body);
  }

  /** Does something once: after a lost answer, `look` tells whether it was done, before it is done again. */
  async surely<T>(act: () => Promise<T>, look: () => Promise<T | undefined>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof Unanswered) || attempt === ATTEMPTS) throw error;
        await this.#wait(error.retryAfter || 2 ** attempt);
        const found = await look();
        if (found !== undefined) return found;
      }
    }
  }

  /** Sends, and again whenever it is turned away with 429: then the office has done nothing. */
  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const [response, text] = await this.#exchange(method, path, body);
      const retryAfter = Number(response.headers.get("Retry-After")) || 0;
      if (response.status === THROTTLED && attempt < ATTEMPTS) {
        await this.#wait(retryAfter || 2 ** attempt);
      } else if (UNANSWERED.includes(response.status)) {
        throw new Unanswered(`${method} ${path}: ${response.status}`, retryAfter);
      } else if (response.ok) {
        return (text ? JSON.parse(text) : undefined) as T;
      } else {
        throw new Refused(response.status, words(text));
      }
    }
  }

  async #exchange(method: string, path: string, body?: object): Promise<[Response, string]> {
    try {
      const response = await fetch(`${this.#url}/${path}`, {
        method,
        headers: this.#headers,
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(TIMEOUT),
      });
      return [response, await response.text()];
    } catch (error) {
      throw new Unanswered(`${method} ${path}: ${error}`, 0, { cause: error });
    }
  }
}

/** The words of a refusal: a JSON text of the API, or whatever else came. */
function words(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function sleep(seconds: number): Promise<unknown> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
