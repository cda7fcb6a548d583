import { createInterface } from 'node:readline/promises'
import type { Terminal } from './command.ts'

/** The terminal of this process. */
export function openTerminal(): Terminal {
  const { stdin, stdout, stderr } = process
  const clearLine = stderr.isTTY ? '\r\u001b[K' : ''
  return {
    out: (line) => void stdout.write(`${line}\n`),
    tell: (line) => void stderr.write(`${clearLine}${line}\n`),
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`${clearLine}${text}`)
    },
    ask: async (question) => {
      if (!stdin.isTTY) return null
      const reader = createInterface({ input: stdin, output: stderr })
      try {
        return await reader.question(question)
      } finally {
        reader.close()
      }
    },
  }
}
