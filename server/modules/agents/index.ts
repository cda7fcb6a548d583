export {
  type Agent,
  type AgentDetails,
  type Acceptance,
  acceptances,
  type AgentKind,
  agentKinds,
  type EndpointCheck,
  mostEndpointConcurrency,
  type Presence,
  type PresenceCause,
  type PresenceState,
  presenceStates,
  type UnitOverride,
} from './agent.ts'
export { archiveAgent } from './archive-agent.ts'
export { changeRole } from './change-role.ts'
export { countMissedOffers } from './count-missed-offers.ts'
export { createAgent, type NewAgentInput } from './create-agent.ts'
export { findPartnerDesk } from './partner-desk-store.ts'
export { requirePartnerDesk } from './partner-desk.ts'
export { findAgent, lockAgent } from './agent-view.ts'
export { endDraining } from './end-draining.ts'
export { endpointReasons } from './endpoint-reasons.ts'
export { expirePresence } from './expire-presence.ts'
export { loseSilentAgents, recordHeartbeats } from './keep-agents-alive.ts'
export {
  forceUnits,
  type LoadChange,
  moveReservedToUsed,
  releaseReserved,
  releaseUsed,
  reserveUnits,
  takeUnits,
  type UnitChange,
  unreserveUnits,
} from './load-store.ts'
export { type LoadRow, moveLoads } from './load-rows-store.ts'
export { lockLoads } from './lock-store.ts'
export { noteEndpoint, probeEndpoint } from './note-endpoint.ts'
export { watchIfLost } from './lost-agent.ts'
export { findLost, type LostAgent } from './lost-agent-view.ts'
export { presentAgent, presentWorkload } from './present-agent.ts'
export type { PresenceChange } from './presence-store.ts'
export { type AgentQuery, getAgent, getWorkload, listAgents, type Workload } from './read-agents.ts'
export { renameInAgents } from './rename-in-agents.ts'
export { type RoutedDetails, routedBy } from './routed-by.ts'
export { type DescribedAgent, describeAgents, loadAgentsForRouter, type RoutableAgent } from './router-view.ts'
export { type PresenceInput, setPresence } from './set-presence.ts'
export { parseRating } from '../../core/filters/index.ts'
export { parseSkillFilter, type SkillFilter } from './skill-filter.ts'
export { type AgentUpdate, updateAgent } from './update-agent.ts'
export type { HeldTask } from './workload-view.ts'
