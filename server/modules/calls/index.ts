export { blankCalls } from './erasure-store.ts'
export {
  type Call,
  type CallBrief,
  callEnders,
  callEndReasons,
  callStates,
  hasCall,
  isCallAddress,
  isDialable,
  type ShownCall,
} from './call.ts'
export { insertCalls, type NewCallRow, oneLiveCall } from './call-rows-store.ts'
export { answerCall, type CallEnd, endCall } from './call-store.ts'
export { callBackInstead } from './call-back-instead.ts'
export { endCallOf } from './end-call-of.ts'
export {
  callBrief,
  type CallFilter,
  findCallbackTime,
  type CallLine,
  findLines,
  findLiveCalls,
  findShownCall,
  listShownCalls,
} from './call-view.ts'
export { withCallRef } from './with-call-ref.ts'
export { presentCall, presentCallBrief } from './present-call.ts'
