import { type Memory, memoryKey } from '../../platform/memory.ts'

/** A short word of this moment: heard by this process and, a little later, by the others; never stored, lost without harm. */
export interface NodeWord {
  readonly topic: string
  /** A few hundred characters at most. */
  readonly text: string
}

type Listener = (word: NodeWord) => void

const listeners = memoryKey('events.word-listeners', () => new Set<Listener>())
const carriers = memoryKey('events.word-carriers', () => new Set<Listener>())

/** Says a word to every process of the installation. */
export function sayToNodes(memory: Memory, word: NodeWord): void {
  hearWord(memory, word)
  for (const carry of memory.of(carriers)) carry(word)
}

/** Calls back with every word that is said anywhere; gives the way to stop. */
export function onNodeWords(memory: Memory, listener: Listener): () => void {
  memory.of(listeners).add(listener)
  return () => void memory.of(listeners).delete(listener)
}

/** Gives the listeners of this process a word that another one has said. */
export function hearWord(memory: Memory, word: NodeWord): void {
  for (const listener of memory.of(listeners)) listener(word)
}

/** Takes the words of this process to the others; gives the way to stop. */
export function carryWords(memory: Memory, carry: Listener): () => void {
  memory.of(carriers).add(carry)
  return () => void memory.of(carriers).delete(carry)
}
