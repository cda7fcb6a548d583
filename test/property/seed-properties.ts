import fc from 'fast-check'

/**
 * The same cases in every run, so that a failure is of the change at hand and nobody else's; `PROPERTY_SEED` (a whole
 * number) looks at other ones.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_123) })
