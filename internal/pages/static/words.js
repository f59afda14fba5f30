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

// moment says what an event of the timeline means. Event names are those of
// docs/events.md.
export function moment({ event, stage, reason }) {
  const because = reason ? `“${reason}”` : undefined;
  switch (event) {
    case 'order_placed':
      return ['Order placed'];
    case 'restaurant_notified':
      return ['The restaurant has been told'];
    case 'order_accepted':
      return ['The restaurant has accepted'];
    case 'user_notified':
      return ['Confirmation sent by mail'];
    case 'order_completed':
      return ['Delivered'];
    case 'order_rejected':
      return [stage === 'completion' ? 'The restaurant had to give up' : 'The restaurant has rejected the order', because];
    case 'order_expired':
      return [stage === 'completion' ? 'Not delivered in time' : 'The restaurant did not answer in time'];
    case 'order_cancelled':
      return ['Cancelled by the customer', because];
    case 'order_stalled':
      return ['Something went wrong on our side'];
    case 'order_failed':
      return ['The order has failed', because];
    default:
      return [event.replaceAll('_', ' ')];
  }
}
