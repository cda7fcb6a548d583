import { expect, it } from 'vitest'
import { isAllowedOrigin } from './is-allowed-origin.ts'

const allowed = ['https://shop.example', 'https://*.games.example:8443']

it.for(['https://shop.example', 'https://eu.games.example:8443', 'https://a.b.games.example:8443'])(
  'lets %s in',
  (origin) => expect(isAllowedOrigin(allowed, origin)).toBe(true),
)

it.for([
  'null',
  '',
  'http://shop.example',
  'https://shop.example:444',
  'https://shop.example.evil.example',
  'https://evil-shop.example',
  'https://SHOP.example',
  'https://shop.example/',
  'https://games.example:8443',
  'https://.games.example:8443',
  'https://evil.example/.games.example:8443',
  'https://evil.example#.games.example:8443',
  'https://user@.games.example:8443',
  'https://eu.games.example',
])('keeps %s out', (origin) => expect(isAllowedOrigin(allowed, origin)).toBe(false))
