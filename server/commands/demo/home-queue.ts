/** The queue that owns a category in the example workflow. */
export function homeQueueOf(category: string): string {
  switch (category) {
    case 'payment_processing':
      return 'payments'
    case 'api_integration':
    case 'provider_integration':
      return 'integrations'
    case 'infrastructure':
      return 'infrastructure'
    case 'security_event':
      return 'security'
    default:
      return 'frontline'
  }
}
