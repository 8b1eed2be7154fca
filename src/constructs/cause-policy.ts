/** When one cause fails a deployment, in place of the built-in policy for that cause. */
export class CausePolicy {
  /** Fail the deployment on the first task that shows the cause. */
  public static failAtOnce(): CausePolicy {
    return new CausePolicy(true, 1);
  }

  /**
   * Fail the deployment when this number of its tasks have shown the cause.
   *
   * @param tasks number of failed tasks, 1 to 100; the option `causes` refuses any other number
   */
  public static failAfter(tasks: number): CausePolicy {
    return new CausePolicy(true, tasks);
  }

  /** Never fail the deployment for this cause: the diagnosis is logged, and Amazon ECS and CloudFormation decide alone. */
  public static never(): CausePolicy {
    return new CausePolicy(false, 0);
  }

  private constructor(
    /** Whether the cause can fail a deployment at all. */
    public readonly fails: boolean,
    /** Number of failed tasks that fail the deployment; 0 if the cause never fails it. */
    public readonly tasks: number,
  ) {}
}
