import type { CustomerUpdate } from '@switchyard/sdk'

type Contacts = NonNullable<CustomerUpdate['contacts']>

/** One thing a line: what people type into the fields of contacts and ids. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}

/** An address has an @, a number has none. */
export function contactsOf(text: string): Contacts {
  return linesOf(text).map((value) => ({ kind: value.includes('@') ? 'email' : 'phone', value }))
}
