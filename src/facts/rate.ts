/**
 * Services that are deployed at a time, up to which each is looked at as often as it needs. With more, the looks are spread out. One look
 * each in 5 s makes 8 calls of DescribeServices per second: two fifths of the 20 that AWS answers (Amazon ECS API Reference, request
 * throttling). The rest is for other callers. It is not in decision/policy.ts, because what a look reads is spread out by it, too.
 */
export const SERVICES_AT_FULL_RATE = 40;
