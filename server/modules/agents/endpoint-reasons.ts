/** Reasons of a presence that the breaker of an agent's endpoint sets. */
export const endpointReasons = {
  /** Busy: offers do not get through. */
  failing: 'endpoint_failing',
  /** Available again, for one offer: its delivery decides. */
  probing: 'endpoint_probing',
} as const
