import { memoryKey } from '../../platform/memory.ts'
import { isIP } from 'node:net'

/** What the start of the service decides about mail. */
export interface MailSettings {
  /** Origin and path people reach the service at, without a trailing slash. */
  readonly publicUrl: string
  /** Whether mail leaves; else it is kept. */
  readonly hasServer: boolean
}

export const mailSettings = memoryKey<MailSettings>('mail.settings', () => ({
  publicUrl: 'http://localhost:8080',
  hasServer: false,
}))

/** The name mail comes from where a workflow names no address; message ids end in it. */
export function mailDomain({ publicUrl }: MailSettings): string {
  const host = URL.parse(publicUrl)?.hostname ?? 'localhost'
  return host.startsWith('[') || isIP(host) !== 0 ? 'localhost' : host
}
