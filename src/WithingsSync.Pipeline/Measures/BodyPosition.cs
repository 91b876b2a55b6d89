namespace WithingsSync.Pipeline.Measures;

/// <summary>Names of the body parts a measure may belong to (withings-api.md, appendix B; 7 is recorded but undocumented).</summary>
public static class BodyPosition
{
    public const int WholeBody = 7;

    private static readonly string[] Names =
    [
        "right_wrist", "left_wrist", "right_arm", "left_arm", "right_foot", "left_foot", "between_legs", "whole_body",
        "left_part_of_body", "right_part_of_body", "left_leg", "right_leg", "torso", "left_hand", "right_hand",
        "cardiovascular_aortic_area", "cardiovascular_pulmonic_area", "cardiovascular_tricuspid_area", "cardiovascular_mitral_area", "cardiovascular_apex_area",
        "pulmonary_front_upper_right_area", "pulmonary_front_upper_left_area", "pulmonary_front_bottom_right_area", "pulmonary_front_bottom_left_area",
        "pulmonary_back_upper_left_area", "pulmonary_back_upper_right_area", "pulmonary_back_bottom_left_area", "pulmonary_back_bottom_right_area",
        "wide_mode_area", "between_arms", "hold_right", "hold_left",
    ];

    /// <summary>A name for any position: <c>position_99</c> for one not known yet.</summary>
    public static string Name(int position) => position >= 0 && position < Names.Length ? Names[position] : $"position_{position}";

    public static bool IsWhole(int? position) => position is null or WholeBody;
}
