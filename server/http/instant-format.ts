import addFormats from 'ajv-formats'

const firstMs = Date.parse('0001-01-01T00:00:00Z')
const lastMs = Date.parse('9999-12-31T23:59:59.999Z')

// The library's list of formats holds this one as an object with its check.
const rfc3339 = addFormats.default.get('date-time') as { readonly validate: (text: string) => boolean }

/** True for an RFC 3339 instant of the years 1 to 9999 and no leap second: what the database and our answers can write. */
export function isInstant(text: string): boolean {
  const atMs = Date.parse(text)
  return rfc3339.validate(text) && atMs >= firstMs && atMs <= lastMs
}
