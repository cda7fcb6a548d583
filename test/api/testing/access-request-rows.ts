import { newId } from '../../../server/platform/ids.ts'
import { addAccessRequest } from './make-things.ts'
import type { Things } from './place.ts'

/** How the examples of requests for access become requests. */
export const accessRequestRows = {
  requestAccess: {
    body: ({ channelKey = '' }: Things) => ({
      workspace: channelKey.split('.')[0],
      kind: 'operator',
      name: 'Lena Ortiz',
      // Of one address only so many are taken.
      email: `${newId()}@example.com`,
      organization: 'Acme Games',
      purpose: 'We answer at night.',
    }),
  },
  approveAccessRequest: {
    fresh: addAccessRequest,
    body: ({ partner }: Things) => ({
      as: 'token',
      role: 'partner',
      channels: null,
      queues: null,
      partnerId: partner ?? null,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    }),
  },
  rejectAccessRequest: { fresh: addAccessRequest },
  listAccessRequests: { fresh: addAccessRequest },
  getAccessRequest: { fresh: addAccessRequest },
}
