/** One text that the browser keeps under a name. */
export interface Kept {
  read(): string | null
  write(text: string | null): void
}

/** A storage of the browser's; null where it is forbidden, and then what is kept lives as long as its page. */
export function storageOf(read: () => Storage): Storage | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** Keeps a text in this storage; where there is none, as long as the page lives. */
export function keepText(storage: Storage | null, name: string): Kept {
  let kept: string | null = null
  const attempt = <T>(act: (storage: Storage) => T, otherwise: T): T => {
    try {
      return storage === null ? otherwise : act(storage)
    } catch {
      // Full, or forbidden by the browser: the page goes on without.
      return otherwise
    }
  }
  return {
    read: () => attempt((from) => from.getItem(name), null) ?? kept,
    write: (text) => {
      kept = text
      attempt((to) => (text === null ? to.removeItem(name) : to.setItem(name, text)), undefined)
    },
  }
}
