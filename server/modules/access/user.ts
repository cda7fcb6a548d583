import { refuseField } from '../../platform/errors.ts'

/** A person who may sign in; one for the whole installation, a member of each workspace they work in. */
export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
}

/** An address as it is kept and compared: trimmed, lower case. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** The normalised address. Refuses what cannot be one; that it works is proven by a link sent there. */
export function requireEmail(email: string): string {
  const normalised = normaliseEmail(email)
  if (normalised.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(normalised)) {
    throw refuseField('/email', 'format', 'This is not an e-mail address.')
  }
  return normalised
}
