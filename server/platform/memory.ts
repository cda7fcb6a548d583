/** Names one thing a module keeps in the running process, and how it begins. */
export interface MemoryKey<T> {
  readonly name: string
  readonly create: () => T
}

/** What a running service keeps between calls: caches, listeners. One a service, so two in one process never mix. */
export interface Memory {
  of<T>(key: MemoryKey<T>): T
  /** Replaces what is kept under a key: what the start of the service decides. */
  keep<T>(key: MemoryKey<T>, value: T): void
}

export function memoryKey<T>(name: string, create: () => T): MemoryKey<T> {
  return { name, create }
}

export function createMemory(): Memory {
  const kept = new Map<MemoryKey<unknown>, unknown>()
  return {
    of: <T>(key: MemoryKey<T>): T => {
      if (!kept.has(key)) kept.set(key, key.create())
      // The value under a key was made by that very key's create.
      return kept.get(key) as T
    },
    keep: (key, value) => void kept.set(key, value),
  }
}
