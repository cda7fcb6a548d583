import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../platform/errors.ts'
import { type Answer, rawAnswer } from './answer.ts'

/** The kinds of files that a build makes. */
export const builtTypes = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const

/** Of what has a hash in its name. */
const hashedHeaders = { 'cache-control': 'public, max-age=31536000, immutable' } as const

/** The name of a built part: a plain one, so that it is never a way out of its folder. */
export const partName = '^[\\w-]{1,100}\\.(?:js|css|json)$'

/** Reads a file that a build makes. Throws `unavailable` while it is not there yet. */
export async function readBuilt(folder: string, file: string): Promise<Buffer> {
  return readFile(join(folder, file)).catch(() => {
    throw new AppError('unavailable', 'This page is being built; if this stays, run npm run build.')
  })
}

/** Answers a part of a built page, which browsers keep for good. Throws `not_found` when there is none of this name. */
export async function answerPart(folder: string, file: string): Promise<Answer> {
  const bytes = await readFile(join(folder, 'assets', file)).catch(() => null)
  if (bytes === null) throw new AppError('not_found', 'There is nothing at this address.')
  const type = builtTypes[file.slice(file.lastIndexOf('.') + 1) as keyof typeof builtTypes]
  return rawAnswer(type, bytes, hashedHeaders)
}

/** JSON as the text of a script element that never runs: nothing in it can end the element. */
export function asData(facts: object): string {
  return JSON.stringify(facts).replaceAll('<', '\\u003c')
}
