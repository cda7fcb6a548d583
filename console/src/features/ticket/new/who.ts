import type { Customer } from '@switchyard/sdk'

/** A customer that is not known yet, as somebody tells of it. */
export interface NewCustomer {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly externalId: string
}

/** Whose ticket it is to be: nobody's yet, a known customer's, or a new one's. */
export type Who =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'known'; readonly customer: Pick<Customer, 'id' | 'externalId' | 'name' | 'contacts'> }
  | ({ readonly kind: 'new' } & NewCustomer)

/** What somebody typed to find a customer, as what it tells of a new one. */
export function newFrom(typed: string): NewCustomer {
  const text = typed.trim()
  const isEmail = /^\S+@\S+$/.test(text)
  const isPhone = /^\+?[\d ()./-]{6,}$/.test(text)
  return {
    name: isEmail || isPhone ? '' : text,
    email: isEmail ? text : '',
    phone: isPhone ? text : '',
    externalId: '',
  }
}

/**
 * The id by which a new customer is known from now on: the one it was given, else what it is reached by, so that who
 * takes down the same contact again finds the same customer.
 */
export function idOfNew({ externalId, email, phone }: NewCustomer, otherwise: string): string {
  if (externalId.trim() !== '') return externalId.trim()
  if (email.trim() !== '') return email.trim().toLowerCase()
  const dialled = phone.trim().replace(/(?!^\+)[^\d]/g, '')
  return dialled === '' ? otherwise : dialled
}

/** What is told of a new customer with its first ticket. */
export function toldOf({ name, email, phone }: NewCustomer): Record<string, string> {
  const said = Object.entries({ name, email, phone }).map(([key, value]) => [key, value.trim()] as const)
  return Object.fromEntries(said.filter(([, value]) => value !== ''))
}
