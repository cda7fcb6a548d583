import { exampleWorkflow, type Place, type Things } from './place.ts'

/** A version of the workflow that a share of the tasks waits by. */
export async function addRollout(place: Place): Promise<Things> {
  const document = exampleWorkflow.replace('routing:\n', 'routing:\n  rollout: { from: 1, share: 10 }\n')
  await place.call('PUT', '/v1/workflow', { document })
  return {}
}
