package release

// Soon is the delay of a release that is to be current as soon as may be.
const Soon = soon
