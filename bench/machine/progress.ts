const clearLine = process.stderr.isTTY ? '\r\u001b[K' : ''

/** Shows what is being done: in place on a terminal, line by line in a file. */
export function progress(what: string): void {
  process.stderr.write(process.stderr.isTTY ? `${clearLine}${what}` : `${what}\n`)
}

/** Prints a line that stays. */
export function print(line: string): void {
  process.stderr.write(clearLine)
  process.stdout.write(`${line}\n`)
}
