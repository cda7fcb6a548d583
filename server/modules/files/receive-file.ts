import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { memoryKey } from '../../platform/memory.ts'
import type { StoredFile } from './file.ts'
import { fileBytes, type FileBytes, fileLimits } from './file-bytes.ts'
import { cleanName } from './file-name.ts'
import { findUsedBytes } from './file-view.ts'
import { readImageSize } from './image-size.ts'
import { headBytes, tellMediaType } from './media-type.ts'
import { requireOwnFiles } from './require-own-files.ts'

/** A file on its way in. */
export interface ArrivingFile {
  readonly name: string
  readonly bytes: Readable
}

/** A form on its way in, of which nothing has been read yet. */
export interface ArrivingForm {
  /** The length of the whole form, where its sender tells it. */
  readonly announcedBytes: number | null
  /** Reads the form to its end; `take` is given the one file in it while it arrives. */
  readonly file: (take: (file: ArrivingFile) => Promise<void>) => Promise<void>
}

/** Bytes that are kept whole and of which no row tells yet. */
export type ReceivedFile = Pick<StoredFile, 'id' | 'name' | 'mediaType' | 'size' | 'sha256' | 'width' | 'height'>

/** What a form may be longer than the file in it. */
const formBytes = 16 * 1024

/** Uploads take their time; so many may do so at once in one process. */
const mostAtOnce = 100
const uploads = memoryKey('files.uploads', () => ({ underWay: 0 }))

/**
 * Takes a file in as it arrives and keeps its bytes. `keepFile` makes it one of the workspace's; until then it is nothing,
 * and `dropFile` or the chore takes it away. Throws `forbidden`, `too_large`, `quota_exceeded`, `invalid`.
 */
export async function receiveFile(context: Context, form: ArrivingForm): Promise<ReceivedFile> {
  requireOwnFiles(context)
  await refuseTooMuch(context, form.announcedBytes)
  const turns = context.memory.of(uploads)
  if (turns.underWay >= mostAtOnce)
    throw new AppError('overloaded', 'Too many files are being uploaded right now. Try again soon.')
  turns.underWay += 1
  try {
    return await takeIn(context, form)
  } finally {
    turns.underWay -= 1
  }
}

async function takeIn(context: Context, form: ArrivingForm): Promise<ReceivedFile> {
  const bytes = bytesOf(context)
  const place = { workspaceId: context.workspace.id, fileId: newId() }
  try {
    let received: ReceivedFile | null = null
    await form.file(async (file) => {
      const seen = createSight(context.memory.of(fileLimits).fileBytes)
      await bytes.put(place, seen.through(file.bytes))
      received = { id: place.fileId, name: cleanName(file.name), ...seen.told() }
    })
    if (received === null) throw refuseField('/file', 'required', 'The form has no file.')
    return received
  } catch (error) {
    await bytes.remove(place)
    throw error
  }
}

/** Takes the bytes of a received file away again; no row may tell of it. */
export async function dropFile(context: Context, { id }: Pick<ReceivedFile, 'id'>): Promise<void> {
  await bytesOf(context).remove({ workspaceId: context.workspace.id, fileId: id })
}

/** Where this service keeps bytes. */
export function bytesOf(context: Pick<Context, 'memory'>): FileBytes {
  const bytes = context.memory.of(fileBytes)
  if (bytes === null) throw new AppError('unavailable', 'This service has no folder for files.')
  return bytes
}

/** What is too much already is refused before it is sent; what is not yet known is counted while it arrives. */
async function refuseTooMuch(context: Context, announcedBytes: number | null): Promise<void> {
  const limits = context.memory.of(fileLimits)
  if (announcedBytes !== null && announcedBytes > limits.fileBytes + formBytes) throw tooLarge(limits.fileBytes)
  const usedBytes = await context.read((tx) => findUsedBytes(tx, context.workspace.id))
  const least = Math.max(1, (announcedBytes ?? 0) - formBytes)
  if (usedBytes + least > limits.workspaceBytes) throw quotaExceeded(limits.workspaceBytes, usedBytes)
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('too_large', `A file may have at most ${sizeText(limitBytes)}.`, { limitBytes })
}

export function quotaExceeded(limitBytes: number, usedBytes: number): AppError {
  const message = `The files of this workspace may take up ${sizeText(limitBytes)}, and this one does not fit any more.`
  return new AppError('quota_exceeded', message, { limitBytes, usedBytes })
}

export function sizeText(bytes: number): string {
  const units = [
    ['GiB', 1024 ** 3],
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
  ] as const
  const [unit, of] = units.find(([, each]) => bytes >= each) ?? ['bytes', 1]
  return `${Math.round((bytes / of) * 10) / 10} ${unit}`
}

/** Looks at bytes as they pass: counts them up to a limit, sums them, and keeps the first ones to tell their type by. */
function createSight(limit: number) {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let held = 0
  let size = 0
  const pass = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > limit) return done(tooLarge(limit))
      hash.update(chunk)
      if (held < headBytes) head.push(chunk.subarray(0, headBytes - held))
      held = Math.min(headBytes, held + chunk.length)
      done(null, chunk)
    },
    flush: (done) => done(size === 0 ? refuseField('/file', 'empty', 'The file is empty.') : null),
  })
  return {
    through: (bytes: Readable): Readable => {
      bytes.once('error', (error) => pass.destroy(error))
      // Whoever reads it hears of it, also when it broke before they began.
      pass.on('error', () => {})
      return bytes.pipe(pass)
    },
    told: () => {
      const first = Buffer.concat(head)
      const mediaType = tellMediaType(first)
      const image = readImageSize(mediaType, first)
      return { mediaType, size, sha256: hash.digest(), width: image?.width ?? null, height: image?.height ?? null }
    },
  }
}
