require "AssessmentBase.rb"

module @MODULE@
  include AssessmentBase

  def assessmentInitialize(course)
    super("@EXERCISE@", course)
    @problems = []
  end
end
