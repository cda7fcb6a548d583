import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'

/** A file whose bytes are there whole. */
export interface StoredFile {
  readonly id: string
  readonly name: string
  /** Told by the bytes, never by the name or by who sent it. */
  readonly mediaType: string
  readonly size: number
  readonly sha256: Uint8Array
  /** Of an image that a browser may be asked to draw; null for everything else. */
  readonly width: number | null
  readonly height: number | null
  readonly uploadedBy: Uploader
  readonly attachedAt: number | null
  readonly createdAt: number
}

/** Who sent a file: while it is not attached it is theirs alone. */
export interface Uploader {
  readonly kind: string
  readonly id: string
}

/** A file as a message or a piece of evidence names it. */
export type Attachment = Pick<StoredFile, 'id' | 'name' | 'mediaType' | 'size' | 'width' | 'height'>

/** Whether a call is by who sent the file. */
export function isUploader({ principal }: Context, { uploadedBy }: Pick<StoredFile, 'uploadedBy'>): boolean {
  return uploadedBy.kind === principal.kind && uploadedBy.id === principal.id
}

/** A file as the API writes it where it hangs. */
export function presentAttachment({ id, name, mediaType, size, width, height }: Attachment) {
  return {
    id: encodeId('file', id),
    name,
    mediaType,
    size,
    image: width === null || height === null ? null : { width, height },
  }
}

/** A file as the API writes it by itself. */
export function presentFile(file: StoredFile) {
  return {
    ...presentAttachment(file),
    sha256: Buffer.from(file.sha256).toString('hex'),
    isAttached: file.attachedAt !== null,
    createdAt: new Date(file.createdAt).toISOString(),
  }
}
