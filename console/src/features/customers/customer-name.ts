import type { Customer } from '@switchyard/sdk'

/** What a customer is called on a screen. */
export function nameOf({ name, externalId }: Pick<Customer, 'name' | 'externalId'>): string {
  return name ?? externalId
}
