/** A value that tells who listens when it changes. */
export interface Store<T> {
  get(): T
  set(change: (value: T) => T): void
  listen(heard: () => void): () => void
}

export function createStore<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (change) => {
      const next = change(value)
      if (next === value) return
      value = next
      for (const heard of listeners) heard()
    },
    listen: (heard) => {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
  }
}
