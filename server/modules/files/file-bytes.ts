import type { Readable } from 'node:stream'
import { memoryKey } from '../../platform/memory.ts'

/** Where the bytes of a file are kept, by workspace and the file's own random id. */
export interface BytesPlace {
  readonly workspaceId: string
  readonly fileId: string
}

/** A part of a file: from the byte `first` to `last`, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** Kept bytes being read, and how many were. */
export interface OpenBytes extends Readable {
  readonly bytesRead: number
}

/** Where bytes are kept. The one thing to write anew for another kind of storage. */
export interface FileBytes {
  /** Keeps what a stream brings: whole and lasting when this settles, and not there at all when it fails. */
  put(place: BytesPlace, bytes: Readable): Promise<void>
  /** Opens kept bytes. Throws `not_found` when there are none. */
  open(place: BytesPlace, range: ByteRange | null): Promise<OpenBytes>
  /** Removes bytes; what is not there is removed already. */
  remove(place: BytesPlace): Promise<void>
  /**
   * Removes what was kept before `before` (epoch ms) and is not known: `known` is asked in batches. Gives how many went.
   */
  sweep(
    workspaceId: string,
    before: number,
    known: (fileIds: string[]) => Promise<ReadonlySet<string>>,
  ): Promise<number>
}

/** How large files may be; bytes. */
export interface FileLimits {
  readonly fileBytes: number
  readonly ticketBytes: number
  readonly workspaceBytes: number
}

const mebibyte = 1024 * 1024

/** What an installation allows unless its settings say otherwise. */
const defaultFileLimits: FileLimits = {
  fileBytes: 25 * mebibyte,
  ticketBytes: 500 * mebibyte,
  workspaceBytes: 10 * 1024 * mebibyte,
}

/** Set at the start of the service; without it no files are taken. */
export const fileBytes = memoryKey<FileBytes | null>('files.bytes', () => null)
export const fileLimits = memoryKey<FileLimits>('files.limits', () => defaultFileLimits)
