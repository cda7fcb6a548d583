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
  return {
    read: () => {
      try {
        return storage?.getItem(name) ?? kept
      } catch {
        return kept
      }
    },
    write: (text) => {
      kept = text
      try {
        if (text === null) storage?.removeItem(name)
        else storage?.setItem(name, text)
      } catch {
        // Full, or forbidden by the browser: the page goes on without.
      }
    },
  }
}
