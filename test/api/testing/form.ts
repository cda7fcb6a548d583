import { newId } from '../../../server/platform/ids.ts'

/** A form as a browser sends it: bytes and the header that names its boundary. */
export interface SentForm {
  readonly payload: Buffer
  readonly headers: { readonly 'content-type': string }
}

export interface FormPart {
  readonly content: string | Buffer
  /** The rest of Content-Disposition after `form-data; `. */
  readonly disposition?: string
  readonly name?: string
  readonly type?: string
}

/** A form with one file, or with other parts. The boundary is another each time, as it is in browsers. */
export function formOf(...parts: readonly FormPart[]): SentForm {
  const boundary = `----form-${newId()}`
  const written = parts.flatMap(({ content, name = 'report.txt', type = 'application/octet-stream', ...part }) => {
    const disposition = part.disposition ?? `name="file"; filename="${name}"`
    const head = `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\ncontent-type: ${type}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]
  })
  return {
    payload: Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
