import { describe, expect, it } from 'vitest'
import { keepText, type Shelf } from './kept.ts'

/** A storage that takes this many writes and is full then. */
function shelfFor(writes: number): Shelf {
  let left = writes
  const set = (shelf: Shelf, name: string, text: string) => {
    if (left-- <= 0) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    return Reflect.set(shelf, name, text)
  }
  return new Proxy<Shelf>({}, { set: (shelf, name, text) => set(shelf, String(name), String(text)) })
}

describe('a text that the browser keeps', () => {
  it('is on the shelf for whoever asks for it later, until it is forgotten', () => {
    const shelf = shelfFor(1)
    keepText(shelf, 'draft').write('Half a thought')
    expect(keepText(shelf, 'draft').read()).toBe('Half a thought')
    keepText(shelf, 'draft').write(null)
    expect(keepText(shelf, 'draft').read()).toBeNull()
  })

  it('is kept as long as its page where the storage is full, in the place of what is there still', () => {
    const shelf = shelfFor(1)
    const kept = keepText(shelf, 'draft')
    kept.write('first')
    kept.write('second')
    expect(kept.read()).toBe('second')
    expect(shelf['draft']).toBe('first')
    kept.write(null)
    expect(kept.read()).toBeNull()
    expect(shelf['draft']).toBeUndefined()
  })
})
