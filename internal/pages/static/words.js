// What the pages say. Everything is in one place, so that it sounds like one voice.

// statuses: how an order's status is called, and how it is coloured.
export const statuses = {
  received: { name: 'Received', tone: 'info' },
  placed: { name: 'Waiting for the restaurant', short: 'Waiting', tone: 'warn' },
  accepted: { name: 'In the kitchen', tone: 'info' },
  completed: { name: 'Delivered', tone: 'good' },
  rejected: { name: 'Rejected', tone: 'bad' },
  expired: { name: 'Expired', tone: 'bad' },
  cancelled: { name: 'Cancelled', tone: 'muted' },
  failed: { name: 'Failed', tone: 'bad' },
};

// ended tells whether an order of that status never changes again.
export const ended = (status) => !['received', 'placed', 'accepted'].includes(status);

const became = {
  accepted: 'it has been accepted',
  completed: 'it has been delivered',
  rejected: 'it has been rejected',
  expired: 'its time was up, and it has expired',
  cancelled: 'the customer has cancelled it',
  failed: 'it has failed',
};

// sentence says a Problem kindly: what happened, and what to do.
export function sentence(problem) {
  switch (problem.kind) {
    case 'offline':
      return navigator.onLine === false
        ? 'You are offline. Check your connection and try again.'
        : 'Orderflow does not answer. Check that it is running, and try again.';
    case 'unauthorized':
      return 'You are signed out. Please sign in again.';
    case 'forbidden':
      return 'This is not for you to do: you are signed in as somebody else.';
    case 'not-found':
      return 'This is not here, or it is not yours.';
    case 'conflict':
      return problem.orderStatus && became[problem.orderStatus]
        ? `This is no longer possible: ${became[problem.orderStatus]}.`
        : 'The order does not allow this now.';
    case 'too-early':
      return 'A moment too early: the order is not ready for this yet. Try again in a few seconds.';
    case 'decision-pending':
      return 'Somebody else may have decided at the same moment. It is not settled yet; look again in a few seconds.';
    case 'idempotency-key-reused':
      return 'This order was placed before, with other contents. Look at your orders.';
    case 'invalid-request':
      return problem.errors.length
        ? `Something is not right: ${problem.errors.map((e) => e.detail).join('; ')}.`
        : 'Something about this is not right.';
    case 'body-too-large':
      return 'That is too much text.';
    case 'unavailable':
      return 'This cannot be done right now. Nothing is lost; please try again.';
    default:
      return 'Something is wrong on our side. Please try again in a moment.';
  }
}

// tooLate says why a decision about an order was not taken, to whoever made it;
// undefined when sentence says it as well. verdict is accept, reject, complete or
// cancel.
export function tooLate(problem, verdict) {
  if (problem.kind !== 'conflict') return undefined;
  const customer = verdict === 'cancel';
  switch (problem.orderStatus) {
    case 'expired':
      return customer
        ? 'The order has expired already: the restaurant did not answer in time. You pay nothing.'
        : 'Too late: the time was up, and the order has expired. The customer has been told.';
    case 'cancelled':
      return customer ? 'This order is cancelled already.' : 'The customer has cancelled this order in the meantime. There is nothing more to do.';
    case 'accepted':
      return customer ? 'It is too late to cancel: the restaurant has accepted and is cooking.' : 'Somebody in your restaurant has accepted this order already.';
    case 'rejected':
      return customer ? 'The restaurant has rejected this order already.' : 'Somebody in your restaurant has rejected this order already.';
    case 'completed':
      return 'This order has been delivered already.';
    case 'failed':
      return 'This order has failed for reasons on our side. There is nothing more to do.';
    default:
      return undefined;
  }
}

// moment says what an event of the timeline means, and why it happened if somebody
// said. Event names are those of docs/events.md; to is "customer" or "restaurant".
export function moment({ event, stage, reason }, to) {
  const customer = to === 'customer';
  switch (event) {
    case 'order_placed':
      return ['Order placed'];
    case 'restaurant_notified':
      return [customer ? 'The restaurant has been told' : 'You were told'];
    case 'order_accepted':
      return [customer ? 'The restaurant has accepted' : 'You accepted'];
    case 'user_notified':
      return [customer ? 'We sent you a mail' : 'The customer was told by mail'];
    case 'order_completed':
      return ['Delivered'];
    case 'order_rejected':
      if (!customer) return ['You rejected it', reason];
      return [stage === 'completion' ? 'The restaurant had to give up' : 'The restaurant has rejected the order', reason];
    case 'order_expired':
      if (stage === 'completion') return ['Not delivered in time'];
      return [customer ? 'The restaurant did not answer in time' : 'Nobody answered in time'];
    case 'order_cancelled':
      return [customer ? 'You cancelled the order' : 'The customer cancelled it', reason];
    case 'order_stalled':
      return ['Something went wrong on our side'];
    case 'order_failed':
      return ['The order has failed', reason];
    default:
      return [event.replaceAll('_', ' ')];
  }
}
