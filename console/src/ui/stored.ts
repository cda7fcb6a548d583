/** Small per-browser memory. Storage may be forbidden or full: reading gives the fallback, writing is skipped. */
export function readStored<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`switchyard.${name}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

/** Remembers a JSON value; null or undefined forgets it. */
export function writeStored(name: string, value: unknown): void {
  try {
    if (value === null || value === undefined) localStorage.removeItem(`switchyard.${name}`)
    else localStorage.setItem(`switchyard.${name}`, JSON.stringify(value))
  } catch {
    // The value simply lives as long as the page.
  }
}

/** The names that begin so and have a value, of this browser. */
export function storedNames(prefix: string): string[] {
  try {
    const whole = `switchyard.${prefix}`
    return Object.keys(localStorage).flatMap((name) =>
      name.startsWith(whole) ? [name.slice('switchyard.'.length)] : [],
    )
  } catch {
    return []
  }
}

/** Hears of values that other tabs of this browser write. Gives how to stop. */
export function onStored(heard: (name: string) => void): () => void {
  const listen = ({ key }: StorageEvent) => key?.startsWith('switchyard.') && heard(key.slice('switchyard.'.length))
  addEventListener('storage', listen)
  return () => removeEventListener('storage', listen)
}
