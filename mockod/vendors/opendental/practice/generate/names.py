"""Names, streets and employers of invented people. Whoever is called so is not meant."""

from __future__ import annotations

FEMALE = """
    Abigail Adriana Alice Alicia Amara Amelia Amina Ana Andrea Angela Anita Aya Beatriz Bianca Brenda Camila Carmen
    Caroline Cecilia Charlotte Chloe Clara Claudia Daniela Deborah Denise Diana Dolores Elaine Elena Elizabeth Ella
    Emily Emma Erin Esther Eva Fatima Fiona Gabriela Grace Greta Hana Hannah Helen Imani Ines Ingrid Irene Isabel
    Ivy Jana Jasmine Jennifer Joan Josephine Joyce Julia Karen Katherine Kiara Laura Leah Leila Lena Lillian Linda
    Lucia Lydia Mae Margaret Maria Marisol Martha Maya Mei Mia Miriam Monica Nadia Naomi Natalie Nina Nora Olivia
    Paula Priya Rachel Renee Rosa Ruth Samantha Sara Simone Sofia Stella Tamara Teresa Valerie Vera Yuki Zoe
""".split()
MALE = """
    Aaron Adam Adrian Ahmed Alan Albert Alejandro Alex Amir Andre Andrew Anthony Antonio Arjun Arthur Ben Bernard
    Brandon Calvin Carlos Charles Chen Christian Daniel David Dennis Diego Dmitri Edward Eli Elias Emil Eric Ethan
    Felix Fernando Francis Gabriel George Gregory Hassan Henry Hiroshi Hugo Ian Isaac Ivan Jack Jacob James Javier
    Jerome Joel John Jonah Jorge Joseph Juan Julian Kai Keith Kenneth Kofi Kurt Lars Leo Leon Liam Louis Luis Marcus
    Mario Mark Martin Mateo Matthew Max Miguel Miles Nathan Nicholas Noah Omar Oscar Owen Patrick Paul Peter Rafael
    Raymond Ricardo Robert Roman Samuel Sean Simon Stephen Tariq Thomas Tomas Victor Walter Wei William Xavier
""".split()
FAMILY = """
    Abara Acosta Adler Ahmadi Alvarez Andersen Aoki Archer Avila Baker Banerjee Barrett Bauer Becker Bell Bennett
    Bishop Blackwell Bond Bowman Brandt Brooks Burke Burton Callahan Campos Cardenas Carlson Castillo Chandler Chang
    Cho Clarke Cohen Coleman Contreras Cordova Costa Crawford Cruz Dalton Davenport Delgado Desai Diaz Dixon Dominguez
    Doyle Dubois Duncan Eaton Eriksen Espinoza Estrada Fairchild Farrell Ferguson Fischer Fleming Flores Forsyth Foster
    Franco Fujita Fuller Gallagher Garcia Garner Gibson Goldberg Gomez Graham Granger Griffin Guerrero Gupta Haas Hale
    Hansen Harper Harrison Hassan Hayashi Henderson Herrera Hoang Hoffman Holloway Horvath Howell Hughes Ibarra Iverson
    Jackson Jansen Jennings Jensen Jimenez Johansson Kapoor Keller Kendrick Khan Kim Klein Kowalski Kruger Kumar Lam
    Lambert Larsen Lawson Leblanc Lindgren Lopez Lowell Lucero Luna MacDonald Maldonado Marino Marsh Marshall Mbeki
    McCarthy Medina Mehta Mendoza Meyer Miranda Molina Monroe Morales Moreau Moreno Morgan Nakamura Navarro Nguyen
    Nichols Nolan Novak Nunez Oakley Okafor Okonkwo Oliveira Olsen Ortega Owens Pacheco Padilla Page Park Parrish Patel
    Pearson Perez Petrov Pham Phelps Porter Prescott Quinn Ramirez Ramos Rao Reyes Rhodes Rivera Robbins Rojas Romero
    Rossi Rowland Russo Salazar Sanders Santiago Sato Schneider Schultz Sharma Shepard Silva Singh Sloan Soto Spencer
    Stein Stokes Suarez Sutton Suzuki Takahashi Tanaka Thornton Torres Tran Trujillo Tucker Valdez Vance Vargas Vasquez
    Vega Villanueva Vogel Wallace Walsh Watanabe Weaver Weber Webster Weiss Whitfield Wong Woodward Yamamoto Yang Yilmaz
    Young Zamora Zhang Ziegler Zimmerman
""".split()
STREETS = """
    Alder Ash Beech Birch Cedar Chestnut Clover Dogwood Elm Fern Garden Grove Hazel Heron Hickory Hill Holly Juniper
    Lake Larch Laurel Linden Maple Meadow Mill Oak Orchard Park Pine Plum River Rowan School Spring Spruce Walnut Willow
""".split()
KINDS_OF_STREET = ("St", "Ave", "Ln", "Rd", "Dr", "Ct")
TOWNS = ("Sampleton", "Fairmock", "Northbrook Falls", "Eastwick Mills", "Placerton")
AREA_CODES = ("503", "541", "971", "458", "360", "208")
"""Each with the numbers 555-0100 to 555-0199, which are set aside for fiction."""
EMPLOYERS = (
    "Widget Works",
    "Sampleton Schools",
    "Fable Freight",
    "Fairmock Foods",
    "Placerton Paper",
    "Northbrook Hospital",
    "Eastwick Electric",
    "Sampleton Transit",
)
CARRIERS = ("Placeholder Dental", "Sampleton Mutual", "Example Benefits", "Northbrook Dental Plan")
