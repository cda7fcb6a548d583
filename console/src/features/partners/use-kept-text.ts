import { useReducer } from 'react'

const kept = new Map<string, string>()

/** What is being written, kept by its name as long as the page stands: leaving a ticket loses nothing. */
export function useKeptText(name: string) {
  const [, showAgain] = useReducer((count: number) => count + 1, 0)
  const write = (text: string) => {
    if (text === '') kept.delete(name)
    else kept.set(name, text)
    showAgain()
  }
  /** Before whatever was written since. */
  const giveBack = (text: string) => write([text, kept.get(name) ?? ''].filter((part) => part !== '').join('\n'))
  return { text: kept.get(name) ?? '', write, giveBack }
}
