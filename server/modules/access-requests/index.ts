export {
  type AccessRequest,
  type AccessRequestState,
  askableRoles,
  type GrantedAccess,
  requesterKinds,
  requestStates,
} from './access-request.ts'
export { approveAccess, type Approval } from './approve-access.ts'
export { findAskable, takesRequests } from './find-askable.ts'
export { getAccessRequest, listAccessRequests, readOwnRequest } from './read-access-requests.ts'
export { rejectAccess } from './reject-access.ts'
export { removeOldRequests } from './remove-old-requests.ts'
export { countAccessTry, requestAccess } from './request-access.ts'
