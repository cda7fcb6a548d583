/** Keeps answers of the database for less than the second within which a revocation must be felt. */
export interface FreshCache<T> {
  /** The kept answer when it is fresh, else a new one; callers that ask at the same time share one load. */
  get(key: string, nowMs: number, load: () => Promise<T>): Promise<T>
  /** Drops what matches and what is still being loaded, which may be older than that; at once, in this service only. */
  forget(matches: (value: T) => boolean): void
}

interface Entry<T> {
  readonly loadedAtMs: number
  readonly answer: Promise<T>
  /** Null while the first load still runs. */
  value: { readonly it: T } | null
  isRefreshing: boolean
}

const freshMs = 900
/** From this age on a use renews the answer in the background, so that steady callers never wait for the database. */
const renewMs = 450

/**
 * Age counts from the start of the load, so what was committed before an answer of age 900 ms is always seen.
 * A failed load is not kept. Holds at most `size` answers, the oldest goes first.
 */
export function createFreshCache<T>(size: number): FreshCache<T> {
  const entries = new Map<string, Entry<T>>()

  function start(key: string, nowMs: number, load: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { loadedAtMs: nowMs, answer: load(), value: null, isRefreshing: false }
    entry.answer.then(
      (it) => (entry.value = { it }),
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    return entry
  }

  function keep(key: string, entry: Entry<T>): void {
    entries.delete(key)
    entries.set(key, entry)
    if (entries.size > size) for (const oldest of entries.keys()) return void entries.delete(oldest)
  }

  function renew(key: string, old: Entry<T>, nowMs: number, load: () => Promise<T>): void {
    const renewed = start(key, nowMs, load)
    renewed.answer.then(
      // What was forgotten meanwhile is not taken back.
      () => entries.get(key) === old && keep(key, renewed),
      () => {},
    )
  }

  return {
    get: (key, nowMs, load) => {
      const entry = entries.get(key)
      const ageMs = entry === undefined ? freshMs : nowMs - entry.loadedAtMs
      if (entry === undefined || ageMs < 0 || ageMs >= freshMs) {
        const started = start(key, nowMs, load)
        keep(key, started)
        return started.answer
      }
      if (ageMs >= renewMs && !entry.isRefreshing) {
        entry.isRefreshing = true
        renew(key, entry, nowMs, load)
      }
      return entry.answer
    },
    forget: (matches) => {
      for (const [key, { value }] of entries) if (value === null || matches(value.it)) entries.delete(key)
    },
  }
}
