import { afterAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../server/database/testing/create-test-database.ts'
import { type FullPlace, openFullPlace } from './full-place.ts'
import { openRunningService, type RunningService } from './running-service.ts'

/** A service for the tests of one file on a database of its own; both are gone when they are over. */
export async function openOwnService(): Promise<{ service: RunningService; database: TestDatabase }> {
  const database = await createTestDatabase()
  const service = await openRunningService(database)
  afterAll(async () => {
    await service.close()
    await database.drop()
  })
  return { service, database }
}

/** The same with a full workspace, for tests that need one place. */
export async function openOwnPlace(slug: string): Promise<FullPlace> {
  const { service } = await openOwnService()
  return openFullPlace(service, slug)
}
