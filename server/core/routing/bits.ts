/** Bits set in a 32-bit word. */
export const countBits = (word: number): number => {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Index of the lowest bit set; the word is not 0. */
export const lowestBit = (word: number): number => 31 - Math.clz32(word & -word)

export const setBit = (plane: Uint32Array, position: number): void => {
  const at = position >>> 5
  plane[at] = (plane[at] ?? 0) | (1 << (position & 31))
}

export const clearBit = (plane: Uint32Array, position: number): void => {
  const at = position >>> 5
  plane[at] = (plane[at] ?? 0) & ~(1 << (position & 31))
}

export const hasBit = (plane: Uint32Array, position: number): boolean =>
  (((plane[position >>> 5] ?? 0) >>> (position & 31)) & 1) === 1

export const widenBits = (plane: Uint32Array, words: number): Uint32Array => {
  const wider = new Uint32Array(words)
  wider.set(plane)
  return wider
}

export const widenKeys = (keys: Float64Array, length: number): Float64Array => {
  const wider = new Float64Array(length)
  wider.set(keys)
  return wider
}
