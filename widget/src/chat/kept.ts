/** One text that the browser keeps under a name. */
export interface Kept {
  read(): string | null
  write(text: string | null): void
}

/** Texts by their names: a storage of the browser's, or what lives as long as its page. */
export type Shelf = Record<string, string>

/** A storage of the browser's; where it is forbidden, one that lives as long as its page. */
export function shelfOf(read: () => Storage): Shelf {
  try {
    return read()
  } catch {
    return {}
  }
}

/** Keeps a text on this shelf; where that is full, as long as the page lives. */
export function keepText(shelf: Shelf, name: string): Kept {
  let unwritten: string | null = null
  return {
    read: () => unwritten ?? shelf[name] ?? null,
    write: (text) => {
      unwritten = null
      try {
        if (text === null) delete shelf[name]
        else shelf[name] = text
      } catch {
        unwritten = text
      }
    },
  }
}
