import { describe, expect, it } from 'vitest'

import { errorClassForTenant } from './outbound-error.ts'

describe('errorClassForTenant', () => {
  it('tells a blocked address and a closed port alike', () => {
    expect(errorClassForTenant('blocked')).toBe(errorClassForTenant('refused'))
    expect(errorClassForTenant('timeout')).toBe('timeout')
  })
})
