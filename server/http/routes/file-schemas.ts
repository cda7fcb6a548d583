import { Type } from 'typebox'
import { component, id, instant, nullable } from '../schemas.ts'

const members = {
  id: id('file'),
  name: Type.String({ description: 'As it is shown and saved: without path and control characters.' }),
  mediaType: Type.String({ description: 'Told by the content, never by the name or by who sent it.' }),
  size: Type.Integer({ description: 'Bytes.' }),
  image: nullable(
    Type.Object(
      { width: Type.Integer(), height: Type.Integer() },
      { description: 'Of a picture that may be drawn: PNG, JPEG, GIF or WebP of a sane size.' },
    ),
  ),
}

export const AttachmentSchema = component('Attachment', members)

/** Files that a message is sent with. */
export const attachments = (description: string) =>
  Type.Array(id('file'), { maxItems: 10, uniqueItems: true, description })

export const FileSchema = component('File', {
  ...members,
  sha256: Type.String({ description: 'Of the content, hexadecimal.' }),
  isAttached: Type.Boolean({ description: 'A file that is not attached within a day is removed.' }),
  createdAt: instant(),
})

export const exampleFile = {
  id: 'file_01jqzv5k3mf8tbn2c4d6e7g9ha',
  name: 'lobby-fault.png',
  mediaType: 'image/png',
  size: 48_213,
  image: { width: 1280, height: 720 },
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  isAttached: false,
  createdAt: '2026-11-20T09:04:12.000Z',
}
